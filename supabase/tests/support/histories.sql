-- Many at once do by chance whatever people can do to conversations: `call histories.live(…)` on several connections, until each has begun so
-- many. Each act is a transaction of its own, through the functions of the API, as one of the people.

create schema histories;

create table histories.scene (inbox_ids uuid[], inbox_keys text[], agent_ids uuid[], admin_id uuid, workspace_id uuid);
create table histories.conversations (place integer generated always as identity primary key, id uuid not null, user_id uuid not null, contact_id uuid not null);
create table histories.acts (name text not null, refusal text);

create function histories.act_as(user_id uuid)
  returns void
  language sql
as $$
  select set_config('request.jwt.claims', jsonb_build_object('sub', user_id, 'role', 'authenticated', 'is_anonymous', false)::text, false);
$$;

create function histories.one_of(choices uuid[])
  returns uuid
  language sql volatile
as $$
  select choices[1 + floor(random() * cardinality(choices))::integer];
$$;

create function histories.one_of_newest(count integer)
  returns histories.conversations
  language plpgsql
as $$
declare
  v_place constant integer := (select max(c.place) from histories.conversations c) - floor(one_of_newest.count * random());
  v_it histories.conversations;
begin
  select c.* into v_it from histories.conversations c where c.place <= greatest(v_place, 1) order by c.place desc limit 1;
  return v_it;
end;
$$;

create function histories.begin_conversation(scene histories.scene)
  returns void
  language plpgsql
as $$
declare
  v_user_id constant uuid := gen_random_uuid();
  v_started jsonb;
begin
  insert into auth.users (id, aud, role, is_anonymous) values (v_user_id, 'authenticated', 'authenticated', true);
  perform histories.act_as(v_user_id);
  v_started := public.start_conversation(
    scene.inbox_keys[1 + floor(random() * cardinality(scene.inbox_keys))::integer], gen_random_uuid(), gen_random_uuid(), 'Hello?'
  );
  insert into histories.conversations (id, user_id, contact_id)
  values ((v_started ->> 'id')::uuid, v_user_id, (v_started ->> 'contact_id')::uuid);
end;
$$;

create function histories.act(scene histories.scene, name text)
  returns void
  language plpgsql
as $$
declare
  v_agent_id constant uuid := histories.one_of(scene.agent_ids);
  v_it histories.conversations;
  v_other histories.conversations;
begin
  -- Mostly one of the newest, so that several meet in it; now and then one of long ago.
  v_it := histories.one_of_newest(case when random() < 0.9 then 30 else 400 end);
  if name = 'begin' or v_it.id is null then
    perform histories.begin_conversation(scene);
    return;
  end if;
  perform histories.act_as(case when name in ('write', 'end', 'rate') then v_it.user_id when name in ('hours', 'merge', 'erase') then scene.admin_id else v_agent_id end);
  case name
    when 'write' then perform public.send_message(v_it.id, gen_random_uuid(), 'And?');
    when 'answer' then perform public.send_message(v_it.id, gen_random_uuid(), 'Yes.');
    when 'note' then perform public.add_note(v_it.id, gen_random_uuid(), 'VIP');
    when 'end' then perform public.end_conversation(v_it.id);
    when 'rate' then perform public.rate_conversation(v_it.id, 1 + floor(random() * 5)::integer);
    when 'close' then perform public.close_conversation(v_it.id);
    when 'reopen' then perform public.reopen_conversation(v_it.id);
    when 'snooze' then perform public.snooze_conversation(v_it.id, now() + interval '1 day');
    when 'assign' then perform public.assign_conversation(v_it.id, case when random() < 0.8 then histories.one_of(scene.agent_ids) end);
    when 'move' then execute 'select public.move_conversation($1, $2)' using v_it.id, histories.one_of(scene.inbox_ids);
    when 'hours' then
      perform public.set_calendar(
        histories.one_of(scene.inbox_ids), 'Europe/Paris',
        case when random() < 0.8 then (
          select jsonb_agg(jsonb_build_array(jsonb_build_object('from', '00:00', 'to', lpad(floor(random() * 24)::text, 2, '0') || ':59'))) from generate_series(1, 7)
        ) end
      );
    when 'merge' then
      v_other := histories.one_of_newest(30);
      perform public.merge_contacts(v_it.contact_id, v_other.contact_id);
    when 'erase' then perform public.erase_contact(v_it.contact_id);
  end case;
end;
$$;

create procedure histories.live(seed double precision, histories integer)
  language plpgsql
as $$
declare
  v_scene histories.scene;
  v_names constant text[] := string_to_array(
    'begin begin write write write write write answer answer answer answer answer close close close end rate reopen reopen snooze assign assign note move move', ' '
  );
  v_begun integer := 0;
  v_chance double precision;
  v_name text;
  v_refusal text;
begin
  perform setseed(live.seed);
  select s.* into v_scene from histories.scene s;
  while v_begun < live.histories loop
    v_chance := random();
    v_name := case
      when v_chance < 0.004 then 'hours'
      when v_chance < 0.014 then 'merge'
      when v_chance < 0.024 then 'erase'
      else v_names[1 + floor(random() * cardinality(v_names))::integer]
    end;
    continue when v_name = 'move' and to_regprocedure('public.move_conversation(uuid,uuid)') is null;
    v_refusal := null;
    begin
      perform histories.act(v_scene, v_name);
    exception
      when others then
        if sqlstate not like 'LC%' then
          raise;
        end if;
        get stacked diagnostics v_refusal = pg_exception_hint;
    end;
    if v_name = 'begin' and v_refusal is null then
      v_begun := v_begun + 1;
    end if;
    insert into histories.acts (name, refusal) values (v_name, v_refusal);
    commit;
  end loop;
end;
$$;
