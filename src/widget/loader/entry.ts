import { start } from './main'

// A module or a tag manager leaves no current script: then the tag is found by its attribute.
start((document.currentScript as HTMLScriptElement | null) ?? document.querySelector('script[data-inbox]'))
