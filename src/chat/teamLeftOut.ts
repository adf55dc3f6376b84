/** Stands in the widget's build for what only agents meet (scripts/leaveOutTeam.ts). */
function leftOut(): never {
  throw new Error('This is for agents, and left out of the widget.')
}

export { leftOut as agentApi, leftOut as EventLine, leftOut as NoteCard }
