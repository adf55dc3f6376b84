// Loaded before our TypeScript (`node --import`), by whatever Node there is: says clearly when it is too old to read it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Causerie needs Node 22.18 or later; this is ${process.versions.node}. npm brings its own for Linux and Windows; here, install Node 24 from https://nodejs.org.`,
  )
  process.exit(1)
}
