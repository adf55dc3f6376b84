/**
 * The button's and the small card's clothes, as one constructable stylesheet: no inline style for a strict CSP to refuse.
 * - An accent lighter than 0.78 (OKLCH) gets dark ink; any other is darkened to 0.55 at most, where white on it is AA.
 * - Until the chat is ready the panel is a small card: never a blank sheet over a customer's page. What it is then, `panelLook.ts` says.
 * - On the left everything is the same, read from right to left.
 * - Outlines that are not seen are there for forced colours, which drop shadows and backgrounds.
 */
export const CSS = `
:host{all:initial;position:fixed;z-index:2147483000;font:15px/1.4 system-ui,sans-serif}
*{box-sizing:border-box;transition:.17s}
button,a{font:inherit;font-weight:600;color:inherit;cursor:pointer;border:0}
:focus-visible{outline:3px solid light-dark(#1c3fae,#a9bcff)!important;outline-offset:3px}
.launcher,.panel{position:fixed;inset-inline-end:max(var(--x,20px),env(safe-area-inset-right));bottom:calc(var(--y,20px) + env(safe-area-inset-bottom));outline:2px solid #0000}
.launcher{width:56px;height:56px;padding:0;border-radius:50%;display:grid;place-items:center;
background:oklch(from var(--accent,#3b5bdb) max(min(l,.55),min(l,max(0,(l - .78)*1000))) c h);
color:oklch(from var(--accent,#3b5bdb) clamp(.2,(.78 - l)*1000,1) 0 0);box-shadow:0 4px 20px rgb(15 20 40/.28)}
.launcher:hover{translate:0 -2px}
svg,.badge{grid-area:1/1}
svg{width:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[data-open] .talk,.shut{opacity:0;rotate:-45deg}
[data-open] .shut{opacity:1;rotate:none}
.panel{margin-bottom:72px;width:min(392px,100vw - 40px);height:200px;border-radius:18px;overflow:hidden;background:light-dark(#fff,#16181d);color:light-dark(#23262f,#e8eaf0);
box-shadow:0 4px 20px rgb(15 20 40/.28);visibility:hidden;opacity:0}
[data-open] .panel{visibility:visible;opacity:1}
iframe{position:absolute;width:100%;height:100%;border:0;opacity:0}
.card{position:absolute;inset:0;padding:20px;display:grid;place-content:center;justify-items:center;gap:12px;text-align:center}
.card:empty::before{content:"";width:24px;height:24px;border:3px solid;border-bottom-color:#0000;border-radius:50%;animation:turn .8s linear infinite}
@keyframes turn{to{rotate:1turn}}
.card button{padding:10px 18px;border-radius:10px;background:light-dark(#eef0f4,#2a2e37)}
[data-hidden] .launcher{display:none}
@media(prefers-reduced-motion:reduce){*,::before{transition:none;animation:none!important}}
@media print{:host{display:none}}`
