-- What else happens to a conversation. A new word can be used only after the transaction that adds it: hence a file of its own.

alter type public.conversation_event_kind add value if not exists 'labelled';
alter type public.conversation_event_kind add value if not exists 'unlabelled';
alter type public.conversation_event_kind add value if not exists 'priority_changed';
alter type public.conversation_event_kind add value if not exists 'moved';
alter type public.conversation_event_kind add value if not exists 'merged';
alter type public.conversation_event_kind add value if not exists 'unmerged';
alter type public.conversation_event_kind add value if not exists 'rated';
alter type public.conversation_event_kind add value if not exists 'blocked';
alter type public.conversation_event_kind add value if not exists 'unblocked';
alter type public.conversation_event_kind add value if not exists 'identified';
