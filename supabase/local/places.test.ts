import { join } from 'node:path'
import { expect, test } from 'vitest'
import { portTaken, readPlaces, ROOT } from './places.ts'

test('everything has its usual place', () => {
  expect(readPlaces({})).toMatchObject({
    apiPort: 54_321,
    databasePort: 54_322,
    appPort: 5173,
    demoPort: 5174,
    dataFolder: join(ROOT, '.causerie'),
  })
})

test('the environment moves it; the demo shop follows the app', () => {
  const places = readPlaces({ CAUSERIE_APP_PORT: '8000', CAUSERIE_DATA_DIR: '/data' })
  expect(places).toMatchObject({ appPort: 8000, demoPort: 8001, dataFolder: '/data' })
  expect(readPlaces({ CAUSERIE_APP_PORT: '8000', CAUSERIE_DEMO_PORT: '9000' }).demoPort).toBe(9000)
})

test('a taken port is told with its variable', () => {
  expect(portTaken(readPlaces({}), 5174).message).toBe(
    'Port 5174 is taken. Stop what uses it, or set CAUSERIE_DEMO_PORT.',
  )
})
