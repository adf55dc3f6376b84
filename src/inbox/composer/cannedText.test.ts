import { expect, test } from 'vitest'
import { fillCanned } from './cannedText'

const variables = { 'contact.name': 'Ana Lima', 'agent.name': null, 'conversation.id': ' ' }

test('a known value is filled in', () => {
  expect(fillCanned('Hello {{contact.name}}!', variables)).toBe('Hello Ana Lima!')
  expect(fillCanned('Hello {{ contact.name | there }}!', variables)).toBe('Hello Ana Lima!')
})

test('without a value its fallback stands there, without one nothing and no gap', () => {
  expect(fillCanned('I am {{agent.name|of the team}}.', variables)).toBe('I am of the team.')
  expect(fillCanned('Hello {{agent.name}}, see {{conversation.id}}', variables)).toBe('Hello, see')
})

test('what is no variable stays', () => {
  expect(fillCanned('{{order}} {{toString}} {{', variables)).toBe('{{order}} {{toString}} {{')
})
