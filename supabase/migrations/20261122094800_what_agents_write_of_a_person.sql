-- What agents write about a person reaches them nowhere: neither by my_contact() nor as the answer to what they say of themselves. What they
-- say again themselves is theirs again.

create function private.still_by_agents(contact public.contacts, claims jsonb)
  returns text[]
  language sql immutable set search_path = ''
as $$
  select array(
    select k
    from unnest(contact.agent_keys) k
    where (contact.attributes -> k = claims -> k) is not true
      and (k = 'name' and contact.name = claims ->> 'name') is not true
      and (k = 'email' and contact.email = claims ->> 'email') is not true
    order by k
  );
$$;
comment on function private.still_by_agents(public.contacts, jsonb) is
  'What of the contact remains the agents'' word after these claims were taken in, or were not: only what is stored as claimed is the contact''s own again.';

create function private.tg_contacts_merge_agent_keys()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  update public.contacts c
  set agent_keys = array(select distinct k from unnest(c.agent_keys || new.agent_keys) k order by k)
  where c.id = new.merged_into;
  return null;
end;
$$;
comment on function private.tg_contacts_merge_agent_keys() is
  'What agents wrote of the one who goes is theirs with the one who stays, too. A definer, as the table is closed.';
create trigger contacts_merge_agent_keys
  after update of merged_into on public.contacts
  for each row
  when (old.merged_into is null and new.merged_into is not null and new.agent_keys <> '{}')
  execute function private.tg_contacts_merge_agent_keys();

revoke execute on all functions in schema private from public;
