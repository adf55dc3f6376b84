import { renderHook } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import type { ContactConversation } from '@/chat/shapes'
import { useFreshInbox } from './useFreshInbox'

const refetch = vi.fn<() => void>()
const state = { isSuccess: true, refetch, dataUpdatedAt: 0, data: { available: false } }
vi.mock('@/chat/useInbox', () => ({ useInbox: () => state }))
vi.mock('@/chat/useIncoming', () => ({ useIncoming: () => undefined }))

beforeEach(() => {
  refetch.mockClear()
  state.dataUpdatedAt = Date.now()
  state.data.available = false
})

const conversation = (changed: Partial<ContactConversation>) =>
  [{ id: 'c', assignee: null, agent_read_seq: 0, ...changed }] as ContactConversation[]
const follow = () => renderHook(({ list }) => useFreshInbox(list, false), { initialProps: { list: conversation({}) } })

test('an agent who reads, or takes it, is here: who is there is asked anew', () => {
  const { rerender } = follow()
  expect(refetch).not.toHaveBeenCalled()
  rerender({ list: conversation({ agent_read_seq: 1 }) })
  expect(refetch).toHaveBeenCalledTimes(1)
  rerender({ list: conversation({ agent_read_seq: 1 }) })
  expect(refetch).toHaveBeenCalledTimes(1)
  rerender({ list: conversation({ agent_read_seq: 1, assignee: { id: 'a' } as ContactConversation['assignee'] }) })
  expect(refetch).toHaveBeenCalledTimes(2)
})

test('while somebody is known to be here, it is not', () => {
  state.data.available = true
  const { rerender } = follow()
  rerender({ list: conversation({ agent_read_seq: 1 }) })
  expect(refetch).not.toHaveBeenCalled()
})
