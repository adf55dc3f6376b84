-- The widget's first look at its inbox.

create function public.get_inbox(inbox_key text)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_agents jsonb;
  v_available boolean;
begin
  select coalesce(jsonb_agg(private.agent_card(shown.workspace_id, shown.user_id) order by shown.place), '[]'), coalesce(bool_or(shown.present), false)
  into v_agents, v_available
  from (
    select
      a.workspace_id,
      a.user_id,
      private.is_present(a) as present,
      row_number() over (order by private.is_present(a) desc nulls last, a.last_seen_at desc nulls last, a.created_at, a.user_id) as place
    from public.agents a
    where a.workspace_id = v_inbox.workspace_id
      and a.removed_at is null
    order by place
    limit 5
  ) shown;
  return jsonb_build_object(
    'id', v_inbox.id,
    'name', v_inbox.name,
    'locale', v_inbox.locale,
    'texts', v_inbox.texts,
    'theme', v_inbox.theme,
    'form', v_inbox.form,
    'open_now', true, -- no calendar: always
    'next_opening', null,
    'agents', v_agents,
    'available', v_available,
    'expected_reply_seconds', (
      select case when count(*) >= 5 then round(percentile_cont(0.5) within group (order by recent.seconds)) end
      from (
        select t.seconds
        from public.turns t
        where t.inbox_id = v_inbox.id
          and t.outcome = 'replied'
          and t.turn = 1
          and t.ended_at > clock_timestamp() - interval '30 days'
        order by t.ended_at desc
        limit 50
      ) recent
    )
  );
end;
$$;
comment on function public.get_inbox(text) is
  'What the widget shows before anybody writes: texts, look, up to five agents (those who are there first), and the median of the last 50 first replies, null for fewer than 5. A definer: visitors select from no table. LC400 inbox_key_malformed; LC404 inbox_not_found.';
revoke execute on function public.get_inbox(text) from public, anon, authenticated, service_role;
grant execute on function public.get_inbox(text) to anon, authenticated;
