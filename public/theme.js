// Before the first paint, so that a dark choice on a light system does not flash. A file of its own: no inline script, whatever the CSP.
try {
  const theme = localStorage.getItem('causerie:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage refused: the system's colours.
}
