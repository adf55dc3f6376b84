/**
 * The button's clothes, as a constructable stylesheet: no inline style for a strict CSP to refuse. Every page reads it, so it holds what is
 * seen at once and no more.
 * - An accent lighter than 0.78 (OKLCH) gets dark ink; any other is darkened to 0.55 at most, where white on it is AA.
 * - On the left everything is the same, read from right to left.
 * - The host makes no box: nothing that a page says of all its elements (`* { transform … }`) can move or cover what is in it.
 * - Outlines that are not seen are there for forced colours, which drop shadows and backgrounds.
 */
export const BUTTON_CSS = `
:host{display:contents!important}
section{all:initial;position:fixed;z-index:2147483000;font:15px/1.4 system-ui,sans-serif}
.launcher,.panel{position:fixed;inset-inline-end:max(var(--x,20px),env(safe-area-inset-right));bottom:calc(var(--y,20px) + env(safe-area-inset-bottom));outline:2px solid #0000;box-shadow:0 4px 20px #0f142847}
.launcher{width:56px;height:56px;padding:0;border:0;border-radius:50%;display:grid;place-items:center;cursor:pointer;
background:oklch(from var(--accent,#3664be) max(min(l,.55),min(l,max(0,(l - .78)*1000))) c h);
color:oklch(from var(--accent,#3664be) clamp(.2,(.78 - l)*1000,1) 0 0)}
.launcher::before{content:"";width:24px;height:24px;scale:1.08;background:currentcolor;clip-path:path(evenodd,"M22 11.5A9.4 9.4 0 0 1 8.7 20.1L3.8 21.5A1 1 0 0 1 2.5 20.2L4.1 15.5A9.4 9.4 0 1 1 22 11.5zm-2 0A7.4 7.4 0 0 1 8.9 17.9L5 19 6.3 15.3A7.4 7.4 0 1 1 20 11.5z")}
@media(forced-colors:active){.launcher::before{background:ButtonText}}
[data-hidden] .launcher{display:none}
@media print{section{display:none}}`

/**
 * What the first intent adds, be it to hover or focus the button: until the chat is ready the panel is a small card, never a blank sheet over a customer's page. What it is
 * then, `panelLook.ts` says.
 */
export const CARD_CSS = `
*{box-sizing:border-box;transition:.17s}
:focus-visible{outline:3px solid light-dark(#1c3fae,#a9bcff)!important;outline-offset:3px}
.launcher:hover{translate:0 -2px}
button,a{font:inherit;font-weight:600;color:inherit;cursor:pointer;border:0}
[data-open] .launcher::before{clip-path:path("M18.7 10.2l-6 6a1 1 0 0 1-1.4 0l-6-6a1 1 0 0 1 1.4-1.4L12 14.1l5.3-5.3a1 1 0 0 1 1.4 1.4z")}
.panel{margin-bottom:72px;width:min(392px,100vw - 40px);height:200px;border-radius:18px;overflow:hidden;color:light-dark(#23262f,#e8eaf0);background:light-dark(#fff,#16181d);visibility:hidden;opacity:0}
[data-open] .panel{visibility:visible;opacity:1}
iframe{position:absolute;width:100%;height:100%;border:0;opacity:0}
.card{position:absolute;inset:0;padding:20px;display:grid;place-items:center;place-content:center;gap:12px;text-align:center}
.card:empty::before{content:"";width:24px;height:24px;border:3px solid;border-bottom-color:#0000;border-radius:50%;animation:turn .8s linear infinite}
@keyframes turn{to{rotate:1turn}}
.card button{padding:10px 20px;border-radius:10px;outline:2px solid #0000;background:light-dark(#eef0f4,#2a2e37)}
@media(prefers-reduced-motion:reduce){*,::before{transition:none;animation:none!important}}`
