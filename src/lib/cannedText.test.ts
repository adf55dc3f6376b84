import { expect, test } from 'vitest'
import { fillCanned, unknownVariable } from './cannedText'

const variables = {
  'contact.name': 'Ana Lima',
  'contact.first_name': 'Ana',
  'contact.email': null,
  'agent.name': null,
  'agent.first_name': null,
  'conversation.id': ' ',
}

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

test('what the customer would read as it stands is found', () => {
  expect(unknownVariable('{{contact.name|there}} {{ agent.name }}, {{contact.nom|vous}}')).toBe('{{contact.nom|vous}}')
  expect(unknownVariable('{{inconnu}}')).toBe('{{inconnu}}')
  expect(unknownVariable('{{contact.name|à vous}} {{conversation.id}} {{ {')).toBeNull()
})
