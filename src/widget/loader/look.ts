/** Where the panel takes the whole screen: phones, upright and on their side, and pages zoomed far in. */
export const FULL_SCREEN = '(max-width:480px),(max-height:440px)'

/**
 * The button's and the panel's clothes, as one constructable stylesheet: no inline style for a strict CSP to refuse.
 * An accent lighter than 0.78 (OKLCH) gets dark ink; any other is darkened to 0.55 at most, where white on it is AA.
 */
export const CSS = `
:host{all:initial;--accent:#3b5bdb;--z:2147483000;--edge:20px;color-scheme:light dark}
:host([data-theme=light]){color-scheme:light}
:host([data-theme=dark]){color-scheme:dark}
*{box-sizing:border-box}
button{font:inherit;cursor:pointer;border:0}
.launcher{position:fixed;z-index:var(--z);bottom:calc(var(--edge) + env(safe-area-inset-bottom,0px));right:calc(var(--edge) + env(safe-area-inset-right,0px));
width:56px;height:56px;padding:0;border-radius:50%;display:grid;place-items:center;
background:var(--accent);background:oklch(from var(--accent) max(min(l,.55),min(l,max(0,(l - .78)*1000))) c h);
color:#fff;color:oklch(from var(--accent) clamp(.2,(.78 - l)*1000,1) 0 0);
box-shadow:0 2px 6px rgb(15 20 40/.16),0 8px 24px rgb(15 20 40/.18);transition:transform .16s,box-shadow .16s,opacity .16s}
.launcher:hover{transform:translateY(-2px);box-shadow:0 4px 10px rgb(15 20 40/.18),0 12px 32px rgb(15 20 40/.22)}
.launcher:active{transform:scale(.95)}
.launcher:focus-visible,.card button:focus-visible{outline:3px solid light-dark(#1c3fae,#a9bcff);outline-offset:3px}
svg{grid-area:1/1;width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;transition:opacity .16s,transform .16s}
.shut,[data-open] .talk{opacity:0;transform:rotate(-45deg) scale(.6)}
[data-open] .shut{opacity:1;transform:none}
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c92a2a;color:#fff;
font:600 12px/22px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px light-dark(#fff,#16181d);transition:transform .16s}
.badge:empty{transform:scale(0)}
.panel{position:fixed;z-index:var(--z);bottom:calc(var(--edge) + 72px + env(safe-area-inset-bottom,0px));right:var(--edge);
width:min(392px,calc(100vw - 40px));height:min(660px,calc(100dvh - 112px));border-radius:18px;overflow:hidden;
background:light-dark(#fff,#16181d);color:light-dark(#23262f,#e8eaf0);box-shadow:0 0 0 1px rgb(15 20 40/.06),0 16px 56px rgb(15 20 40/.24);
transform-origin:calc(100% - 28px) calc(100% + 40px);visibility:hidden;opacity:0;transform:translateY(12px) scale(.96);
transition:opacity .16s,transform .18s cubic-bezier(.2,.8,.2,1),visibility 0s .18s,width .18s,height .18s}
[data-open] .panel{visibility:visible;opacity:1;transform:none;transition-delay:0s}
[data-expanded] .panel{width:min(760px,calc(100vw - 40px));height:calc(100dvh - 112px)}
[data-side=left] .launcher,[data-side=left] .panel{right:auto;left:calc(var(--edge) + env(safe-area-inset-left,0px))}
[data-side=left] .panel{transform-origin:28px calc(100% + 40px)}
iframe{position:absolute;inset:0;width:100%;height:100%;border:0;opacity:0;transition:opacity .12s}
[data-phase=ready] iframe{opacity:1}
.card{position:absolute;inset:0;padding:24px;display:grid;place-content:center;justify-items:center;gap:16px;text-align:center;font:15px/1.45 system-ui,sans-serif}
[data-phase=ready] .card,[data-phase=loading] .card button{display:none}
.dots{display:flex;gap:6px}
.dots i{width:8px;height:8px;border-radius:50%;background:currentColor;opacity:.25;animation:beat 1.2s infinite}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
[data-phase=failed] .dots{display:none}
@keyframes beat{30%{opacity:.75}}
.card p{margin:0}
.card button{padding:10px 18px;border-radius:10px;background:light-dark(#eef0f4,#2a2e37);color:inherit;font-weight:600}
[data-hidden] .launcher{display:none}
@media ${FULL_SCREEN}{:host{--edge:16px}
.panel,[data-expanded] .panel,[data-side=left] .panel{inset:0;width:100%;height:var(--visible,100dvh);border-radius:0;padding:env(safe-area-inset-top,0px) 0 env(safe-area-inset-bottom,0px);
transform:translateY(24px);transition:opacity .16s,transform .18s,visibility 0s .18s}
[data-open] .panel{transform:translateY(var(--above,0px))}
[data-phase=ready] iframe{position:static}
[data-open][data-phase=ready] .launcher{visibility:hidden}
.launcher{transition-property:transform,box-shadow,opacity}
[data-open]:not([data-phase=ready]) .card{padding-bottom:96px}}
@media(prefers-reduced-motion:reduce){*,*::before{transition:none!important;animation:none!important}}
@media print{.launcher,.panel{display:none}}
`
