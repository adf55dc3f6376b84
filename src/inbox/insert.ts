/** Said on the window, with a text: the composer puts it where its cursor is. */
export const INSERT = 'causerie:insert'
