export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      agent_preferences: {
        Row: {
          agent_id: string
          preferences: NonNullable<Json>
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id: string
          preferences: NonNullable<Json>
          workspace_id: string
        }
        Update: {
          agent_id?: string
          preferences?: NonNullable<Json>
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'agent_preferences_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: true
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
        ]
      }
      agents: {
        Row: {
          availability: Database['public']['Enums']['availability']
          avatar_url: string | null
          created_at: string
          email: string
          last_seen_at: string | null
          name: string
          removed_at: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          availability?: Database['public']['Enums']['availability']
          avatar_url?: string | null
          created_at?: string
          email: string
          last_seen_at?: string | null
          name: string
          removed_at?: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        Update: {
          availability?: Database['public']['Enums']['availability']
          avatar_url?: string | null
          created_at?: string
          email?: string
          last_seen_at?: string | null
          name?: string
          removed_at?: string | null
          role?: Database['public']['Enums']['agent_role']
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'agents_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      attachments: {
        Row: {
          author: Database['public']['Enums']['actor']
          came_bytes: number | null
          conversation_id: string
          created_at: string
          dropped_at: string | null
          expires_at: string
          finished_at: string | null
          height: number | null
          id: string
          inbox_id: string
          message_id: string | null
          name: string
          path: string
          size: number
          type: string
          user_id: string | null
          version: string | null
          width: number | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          author: Database['public']['Enums']['actor']
          came_bytes?: number | null
          conversation_id: string
          created_at: string
          dropped_at?: string | null
          expires_at: string
          finished_at?: string | null
          height?: number | null
          id: string
          inbox_id: string
          message_id?: string | null
          name: string
          path: string
          size: number
          type: string
          user_id?: string | null
          version?: string | null
          width?: number | null
          workspace_id: string
        }
        Update: {
          author?: Database['public']['Enums']['actor']
          came_bytes?: number | null
          conversation_id?: string
          created_at?: string
          dropped_at?: string | null
          expires_at?: string
          finished_at?: string | null
          height?: number | null
          id?: string
          inbox_id?: string
          message_id?: string | null
          name?: string
          path?: string
          size?: number
          type?: string
          user_id?: string | null
          version?: string | null
          width?: number | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'attachments_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'attachments_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      calendars: {
        Row: {
          agent_id: string | null
          exceptions: NonNullable<Json>
          id: string
          inbox_id: string
          open_week: unknown
          time_zone: string
          valid_from: string
          week: Json | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id?: string | null
          exceptions?: NonNullable<Json>
          id?: string
          inbox_id: string
          open_week?: never
          time_zone: string
          valid_from: string
          week?: Json | null
          workspace_id: string
        }
        Update: {
          agent_id?: string | null
          exceptions?: NonNullable<Json>
          id?: string
          inbox_id?: string
          open_week?: never
          time_zone?: string
          valid_from?: string
          week?: Json | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'calendars_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'calendars_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      canned_responses: {
        Row: {
          agent_id: string | null
          body: string
          created_at: string
          id: string
          shortcut: string
          title: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id?: string | null
          body: string
          created_at?: string
          id?: string
          shortcut: string
          title: string
          workspace_id: string
        }
        Update: {
          agent_id?: string | null
          body?: string
          created_at?: string
          id?: string
          shortcut?: string
          title?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'canned_responses_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'canned_responses_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      contact_identities: {
        Row: {
          contact_id: string
          created_at: string
          identified_at: string
          realm_id: string
          subject: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          contact_id: string
          created_at?: string
          identified_at?: string
          realm_id: string
          subject: string
          workspace_id: string
        }
        Update: {
          contact_id?: string
          created_at?: string
          identified_at?: string
          realm_id?: string
          subject?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'contact_identities_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: false
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'contact_identities_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      contact_notes: {
        Row: {
          agent_id: string
          body: string
          contact_id: string
          updated_at: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id: string
          body: string
          contact_id: string
          updated_at: string
          workspace_id: string
        }
        Update: {
          agent_id?: string
          body?: string
          contact_id?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'contact_notes_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'contact_notes_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: true
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
        ]
      }
      contact_sessions: {
        Row: {
          contact_id: string
          created_at: string
          inbox_id: string
          user_id: string
          verified_until: string | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          contact_id: string
          created_at?: string
          inbox_id: string
          user_id: string
          verified_until?: string | null
          workspace_id: string
        }
        Update: {
          contact_id?: string
          created_at?: string
          inbox_id?: string
          user_id?: string
          verified_until?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'contact_sessions_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: false
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'contact_sessions_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'contact_sessions_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      contacts: {
        Row: {
          agent_keys: string[]
          attributes: NonNullable<Json>
          blocked: boolean
          blocked_at: string | null
          created_at: string
          email: string | null
          epoch: number
          erased_at: string | null
          id: string
          inbox_id: string
          last_seen_at: string | null
          locale: string | null
          merged_into: string | null
          name: string | null
          page: Json | null
          verified: boolean
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_keys?: string[]
          attributes?: NonNullable<Json>
          blocked?: never
          blocked_at?: string | null
          created_at?: string
          email?: string | null
          epoch?: number
          erased_at?: string | null
          id?: string
          inbox_id: string
          last_seen_at?: string | null
          locale?: string | null
          merged_into?: string | null
          name?: string | null
          page?: Json | null
          verified?: boolean
          workspace_id: string
        }
        Update: {
          agent_keys?: string[]
          attributes?: NonNullable<Json>
          blocked?: never
          blocked_at?: string | null
          created_at?: string
          email?: string | null
          epoch?: number
          erased_at?: string | null
          id?: string
          inbox_id?: string
          last_seen_at?: string | null
          locale?: string | null
          merged_into?: string | null
          name?: string | null
          page?: Json | null
          verified?: boolean
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'contacts_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'contacts_merged_into_fkey'
            columns: ['merged_into']
            isOneToOne: false
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'contacts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      conversation_events: {
        Row: {
          actor: Database['public']['Enums']['actor']
          agent_id: string | null
          conversation_id: string
          created_at: string
          data: NonNullable<Json>
          id: string
          kind: Database['public']['Enums']['conversation_event_kind']
          rev: number
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          actor: Database['public']['Enums']['actor']
          agent_id?: string | null
          conversation_id: string
          created_at: string
          data?: NonNullable<Json>
          id?: string
          kind: Database['public']['Enums']['conversation_event_kind']
          rev: number
          workspace_id: string
        }
        Update: {
          actor?: Database['public']['Enums']['actor']
          agent_id?: string | null
          conversation_id?: string
          created_at?: string
          data?: NonNullable<Json>
          id?: string
          kind?: Database['public']['Enums']['conversation_event_kind']
          rev?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'conversation_events_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'conversation_events_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      conversation_labels: {
        Row: {
          conversation_id: string
          label_id: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          conversation_id: string
          label_id: string
          workspace_id: string
        }
        Update: {
          conversation_id?: string
          label_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'conversation_labels_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      conversations: {
        Row: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_read_seq?: number
          agent_unread_count?: number
          assignee_id?: string | null
          changed_at: string
          closed_at?: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq?: number
          contact_unread_count?: number
          context?: NonNullable<Json>
          created_at: string
          episode?: number
          id: string
          inbox_id: string
          label_ids?: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview?: string | null
          last_seq?: number
          priority?: number
          rev?: number
          snoozed_until?: string | null
          status?: string
          waiting_since?: string | null
          workspace_id: string
        }
        Update: {
          agent_read_seq?: number
          agent_unread_count?: number
          assignee_id?: string | null
          changed_at?: string
          closed_at?: string | null
          contact_changed_at?: string
          contact_id?: string
          contact_read_seq?: number
          contact_unread_count?: number
          context?: NonNullable<Json>
          created_at?: string
          episode?: number
          id?: string
          inbox_id?: string
          label_ids?: string[]
          last_message_at?: string
          last_message_author?: Database['public']['Enums']['actor']
          last_message_preview?: string | null
          last_seq?: number
          priority?: number
          rev?: number
          snoozed_until?: string | null
          status?: string
          waiting_since?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'conversations_assignee_id_fkey'
            columns: ['workspace_id', 'assignee_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'conversations_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: false
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversations_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversations_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      drafts: {
        Row: {
          agent_id: string
          body: string
          conversation_id: string
          kind: string
          updated_at: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id: string
          body: string
          conversation_id: string
          kind: string
          updated_at: string
          workspace_id: string
        }
        Update: {
          agent_id?: string
          body?: string
          conversation_id?: string
          kind?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'drafts_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'drafts_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      episodes: {
        Row: {
          assignee_id: string | null
          business_seconds: number | null
          calendar_id: string | null
          closed_at: string | null
          closed_by: Database['public']['Enums']['actor'] | null
          closed_by_agent_id: string | null
          conversation_id: string
          episode: number
          inbox_id: string
          opened_at: string
          opened_by: Database['public']['Enums']['actor']
          seconds: number | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          assignee_id?: string | null
          business_seconds?: number | null
          calendar_id?: string | null
          closed_at?: string | null
          closed_by?: Database['public']['Enums']['actor'] | null
          closed_by_agent_id?: string | null
          conversation_id: string
          episode: number
          inbox_id: string
          opened_at: string
          opened_by: Database['public']['Enums']['actor']
          seconds?: never
          workspace_id: string
        }
        Update: {
          assignee_id?: string | null
          business_seconds?: number | null
          calendar_id?: string | null
          closed_at?: string | null
          closed_by?: Database['public']['Enums']['actor'] | null
          closed_by_agent_id?: string | null
          conversation_id?: string
          episode?: number
          inbox_id?: string
          opened_at?: string
          opened_by?: Database['public']['Enums']['actor']
          seconds?: never
          workspace_id?: string
        }
        Relationships: []
      }
      inboxes: {
        Row: {
          allowed_origins: string[]
          ask_rating: boolean
          assignment: string
          attachment_max_bytes: number
          attachment_types: string[]
          auto_close_days: number | null
          created_at: string
          email: string | null
          form: NonNullable<Json>
          id: string
          identity_realm_id: string | null
          key: string
          locale: Database['public']['Enums']['locale']
          name: string
          reassign_when_away: boolean
          retention_days: number | null
          texts: NonNullable<Json>
          theme: NonNullable<Json>
          verified_only: boolean
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          allowed_origins?: string[]
          ask_rating?: boolean
          assignment?: string
          attachment_max_bytes?: number
          attachment_types?: string[]
          auto_close_days?: number | null
          created_at?: string
          email?: string | null
          form?: NonNullable<Json>
          id?: string
          identity_realm_id?: string | null
          key?: string
          locale: Database['public']['Enums']['locale']
          name: string
          reassign_when_away?: boolean
          retention_days?: number | null
          texts?: NonNullable<Json>
          theme?: NonNullable<Json>
          verified_only?: boolean
          workspace_id: string
        }
        Update: {
          allowed_origins?: string[]
          ask_rating?: boolean
          assignment?: string
          attachment_max_bytes?: number
          attachment_types?: string[]
          auto_close_days?: number | null
          created_at?: string
          email?: string | null
          form?: NonNullable<Json>
          id?: string
          identity_realm_id?: string | null
          key?: string
          locale?: Database['public']['Enums']['locale']
          name?: string
          reassign_when_away?: boolean
          retention_days?: number | null
          texts?: NonNullable<Json>
          theme?: NonNullable<Json>
          verified_only?: boolean
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'inboxes_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      invitations: {
        Row: {
          accepted_at: string | null
          accepted_by: string | null
          created_at: string
          email: string
          expires_at: string
          id: string
          invited_by: string
          role: Database['public']['Enums']['agent_role']
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          accepted_at?: string | null
          accepted_by?: string | null
          created_at?: string
          email: string
          expires_at: string
          id?: string
          invited_by: string
          role: Database['public']['Enums']['agent_role']
          workspace_id: string
        }
        Update: {
          accepted_at?: string | null
          accepted_by?: string | null
          created_at?: string
          email?: string
          expires_at?: string
          id?: string
          invited_by?: string
          role?: Database['public']['Enums']['agent_role']
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'invitations_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      labels: {
        Row: {
          color: string
          created_at: string
          id: string
          name: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          color: string
          created_at?: string
          id?: string
          name: string
          workspace_id: string
        }
        Update: {
          color?: string
          created_at?: string
          id?: string
          name?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'labels_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      mentions: {
        Row: {
          agent_id: string
          conversation_id: string
          created_at: string
          note_id: string
          seen_at: string | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id: string
          conversation_id: string
          created_at: string
          note_id: string
          seen_at?: string | null
          workspace_id: string
        }
        Update: {
          agent_id?: string
          conversation_id?: string
          created_at?: string
          note_id?: string
          seen_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'mentions_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'mentions_note_id_fkey'
            columns: ['conversation_id', 'note_id']
            isOneToOne: false
            referencedRelation: 'notes'
            referencedColumns: ['conversation_id', 'id']
          },
        ]
      }
      messages: {
        Row: {
          agent_id: string | null
          attachments: NonNullable<Json>
          author: Database['public']['Enums']['actor']
          body: string | null
          conversation_id: string
          created_at: string
          deleted_at: string | null
          id: string
          inbox_id: string
          kind: Database['public']['Enums']['message_kind']
          rev: number
          seq: number
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id?: string | null
          attachments?: NonNullable<Json>
          author: Database['public']['Enums']['actor']
          body?: string | null
          conversation_id: string
          created_at: string
          deleted_at?: string | null
          id: string
          inbox_id: string
          kind?: Database['public']['Enums']['message_kind']
          rev: number
          seq: number
          workspace_id: string
        }
        Update: {
          agent_id?: string | null
          attachments?: NonNullable<Json>
          author?: Database['public']['Enums']['actor']
          body?: string | null
          conversation_id?: string
          created_at?: string
          deleted_at?: string | null
          id?: string
          inbox_id?: string
          kind?: Database['public']['Enums']['message_kind']
          rev?: number
          seq?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'messages_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      notes: {
        Row: {
          agent_id: string
          body: string | null
          conversation_id: string
          created_at: string
          id: string
          mentions: string[]
          rev: number
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id: string
          body?: string | null
          conversation_id: string
          created_at: string
          id: string
          mentions?: string[]
          rev: number
          workspace_id: string
        }
        Update: {
          agent_id?: string
          body?: string | null
          conversation_id?: string
          created_at?: string
          id?: string
          mentions?: string[]
          rev?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'notes_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'notes_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      ratings: {
        Row: {
          agent_id: string | null
          comment: string | null
          contact_id: string | null
          conversation_id: string
          created_at: string
          episode: number
          inbox_id: string
          score: number
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id?: string | null
          comment?: string | null
          contact_id?: string | null
          conversation_id: string
          created_at: string
          episode: number
          inbox_id: string
          score: number
          workspace_id: string
        }
        Update: {
          agent_id?: string | null
          comment?: string | null
          contact_id?: string | null
          conversation_id?: string
          created_at?: string
          episode?: number
          inbox_id?: string
          score?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'ratings_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'ratings_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: false
            referencedRelation: 'contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'ratings_inbox_id_fkey'
            columns: ['inbox_id']
            isOneToOne: false
            referencedRelation: 'inboxes'
            referencedColumns: ['id']
          },
        ]
      }
      saved_views: {
        Row: {
          agent_id: string | null
          created_at: string
          filter: NonNullable<Json>
          id: string
          name: string
          position: number
          sort: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agent_id?: string | null
          created_at?: string
          filter?: NonNullable<Json>
          id?: string
          name: string
          position?: number
          sort?: string
          workspace_id: string
        }
        Update: {
          agent_id?: string | null
          created_at?: string
          filter?: NonNullable<Json>
          id?: string
          name?: string
          position?: number
          sort?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'saved_views_agent_id_fkey'
            columns: ['workspace_id', 'agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'saved_views_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      turns: {
        Row: {
          assignee_id: string | null
          business_seconds: number | null
          calendar_id: string | null
          conversation_id: string
          ended_at: string
          episode: number
          inbox_id: string
          outcome: Database['public']['Enums']['turn_outcome']
          replier_id: string | null
          seconds: number | null
          started_at: string
          turn: number
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          assignee_id?: string | null
          business_seconds?: number | null
          calendar_id?: string | null
          conversation_id: string
          ended_at: string
          episode: number
          inbox_id: string
          outcome: Database['public']['Enums']['turn_outcome']
          replier_id?: string | null
          seconds?: never
          started_at: string
          turn: number
          workspace_id: string
        }
        Update: {
          assignee_id?: string | null
          business_seconds?: number | null
          calendar_id?: string | null
          conversation_id?: string
          ended_at?: string
          episode?: number
          inbox_id?: string
          outcome?: Database['public']['Enums']['turn_outcome']
          replier_id?: string | null
          seconds?: never
          started_at?: string
          turn?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'turns_episode_fkey'
            columns: ['conversation_id', 'episode']
            isOneToOne: false
            referencedRelation: 'episodes'
            referencedColumns: ['conversation_id', 'episode']
          },
        ]
      }
      workspaces: {
        Row: {
          created_at: string
          epoch: number
          id: string
          name: string
          time_zone: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          epoch?: number
          id?: string
          name: string
          time_zone?: string
        }
        Update: {
          created_at?: string
          epoch?: number
          id?: string
          name?: string
          time_zone?: string
        }
        Relationships: []
      }
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      accept_invitation: {
        Args: { token: string }
        Returns: {
          availability: Database['public']['Enums']['availability']
          avatar_url: string | null
          created_at: string
          email: string
          last_seen_at: string | null
          name: string
          removed_at: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'agents'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      add_note: {
        Args: { body: string; conversation_id: string; id: string; mentions?: string[] }
        Returns: {
          agent_id: string
          body: string | null
          conversation_id: string
          created_at: string
          id: string
          mentions: string[]
          rev: number
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'notes'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      agent_heartbeat: { Args: { viewing?: string; workspace_id: string }; Returns: undefined }
      assign_conversation: {
        Args: { assignee_id?: string; conversation_id: string; only_if_unassigned?: boolean }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      begin_attachment: {
        Args: { conversation_id: string; id: string; inbox_key?: string; name: string; size: number; type: string }
        Returns: Json
      }
      block_contact: {
        Args: { blocked?: boolean; contact_id: string }
        Returns: {
          agent_keys: string[]
          attributes: NonNullable<Json>
          blocked: boolean
          blocked_at: string | null
          created_at: string
          email: string | null
          epoch: number
          erased_at: string | null
          id: string
          inbox_id: string
          last_seen_at: string | null
          locale: string | null
          merged_into: string | null
          name: string | null
          page: Json | null
          verified: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'contacts'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      bulk_update: { Args: { action: Json; conversation_ids: string[]; workspace_id: string }; Returns: Json }
      changes: {
        Args: { since: string; workspace_id: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }[]
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: false
          isSetofReturn: true
        }
      }
      close_conversation: {
        Args: { conversation_id: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      contact_conversations: {
        Args: { contact_id: string; max?: number }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }[]
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: false
          isSetofReturn: true
        }
      }
      contact_heartbeat: { Args: { inbox_key: string; page?: Json }; Returns: undefined }
      contact_merges: { Args: { contact_id: string }; Returns: Json[] }
      conversation_counts: { Args: { workspace_id: string }; Returns: Json }
      create_identity_secret: { Args: { inbox_id: string }; Returns: Json }
      create_inbox: {
        Args: { locale: Database['public']['Enums']['locale']; name: string; workspace_id: string }
        Returns: {
          allowed_origins: string[]
          ask_rating: boolean
          assignment: string
          attachment_max_bytes: number
          attachment_types: string[]
          auto_close_days: number | null
          created_at: string
          email: string | null
          form: NonNullable<Json>
          id: string
          identity_realm_id: string | null
          key: string
          locale: Database['public']['Enums']['locale']
          name: string
          reassign_when_away: boolean
          retention_days: number | null
          texts: NonNullable<Json>
          theme: NonNullable<Json>
          verified_only: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'inboxes'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      create_workspace: {
        Args: { name: string; setup_code: string }
        Returns: {
          created_at: string
          epoch: number
          id: string
          name: string
          time_zone: string
        }
        SetofOptions: {
          from: '*'
          to: 'workspaces'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      delete_canned_response: { Args: { id: string }; Returns: undefined }
      delete_label: { Args: { id: string }; Returns: undefined }
      delete_message: {
        Args: { conversation_id: string; id: string }
        Returns: {
          agent_id: string | null
          attachments: NonNullable<Json>
          author: Database['public']['Enums']['actor']
          body: string | null
          conversation_id: string
          created_at: string
          deleted_at: string | null
          id: string
          inbox_id: string
          kind: Database['public']['Enums']['message_kind']
          rev: number
          seq: number
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'messages'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      delete_note: {
        Args: { conversation_id: string; id: string }
        Returns: {
          agent_id: string
          body: string | null
          conversation_id: string
          created_at: string
          id: string
          mentions: string[]
          rev: number
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'notes'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      delete_view: { Args: { id: string }; Returns: undefined }
      deletions_done: { Args: { paths: string[] }; Returns: undefined }
      deletions_due: { Args: { max?: number }; Returns: Json[] }
      discard_attachment: { Args: { id: string }; Returns: undefined }
      end_conversation: { Args: { conversation_id: string }; Returns: Json }
      erase_contact: { Args: { contact_id: string }; Returns: undefined }
      erasures: { Args: { workspace_id: string }; Returns: Json[] }
      finish_attachment: { Args: { height?: number; id: string; width?: number }; Returns: Json }
      get_inbox: { Args: { inbox_key: string; locale?: string }; Returns: Json }
      identify: { Args: { inbox_key: string; token: string }; Returns: Json }
      identity_secrets: { Args: { inbox_id: string }; Returns: Json[] }
      invite_agent: {
        Args: { email: string; role: Database['public']['Enums']['agent_role']; workspace_id: string }
        Returns: string
      }
      join_identity_realm: {
        Args: { inbox_id: string; with_inbox_id: string }
        Returns: {
          allowed_origins: string[]
          ask_rating: boolean
          assignment: string
          attachment_max_bytes: number
          attachment_types: string[]
          auto_close_days: number | null
          created_at: string
          email: string | null
          form: NonNullable<Json>
          id: string
          identity_realm_id: string | null
          key: string
          locale: Database['public']['Enums']['locale']
          name: string
          reassign_when_away: boolean
          retention_days: number | null
          texts: NonNullable<Json>
          theme: NonNullable<Json>
          verified_only: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'inboxes'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      label_conversation: {
        Args: { conversation_id: string; label_id: string; on?: boolean }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      list_conversations: {
        Args: { after?: Json; filter?: Json; max?: number; sort?: string; workspace_id: string }
        Returns: Json
      }
      logout: { Args: { everywhere?: boolean; inbox_key: string }; Returns: undefined }
      mark_mentions_seen: { Args: { conversation_id: string }; Returns: undefined }
      mark_read: { Args: { conversation_id: string; seq: number }; Returns: undefined }
      merge_contacts: { Args: { contact_id: string; into_contact_id: string }; Returns: Json }
      move_conversation: {
        Args: { conversation_id: string; inbox_id: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      my_contact: { Args: { inbox_key: string }; Returns: Json }
      my_conversations: { Args: { inbox_key: string }; Returns: Json[] }
      my_messages: {
        Args: { after_seq?: number; and_deleted?: boolean; before_seq?: number; conversation_id: string; max?: number }
        Returns: Json[]
      }
      my_preferences: { Args: { workspace_id: string }; Returns: Json }
      my_topics: { Args: { workspace_id?: string }; Returns: Json }
      rate_conversation: { Args: { comment?: string; conversation_id: string; score: number }; Returns: Json }
      remove_agent: {
        Args: { user_id: string; workspace_id: string }
        Returns: {
          availability: Database['public']['Enums']['availability']
          avatar_url: string | null
          created_at: string
          email: string
          last_seen_at: string | null
          name: string
          removed_at: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'agents'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      rename_workspace: {
        Args: { name: string; workspace_id: string }
        Returns: {
          created_at: string
          epoch: number
          id: string
          name: string
          time_zone: string
        }
        SetofOptions: {
          from: '*'
          to: 'workspaces'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      reopen_conversation: {
        Args: { conversation_id: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      report_breakdown: {
        Args: {
          agent_ids?: string[]
          by: string
          clock?: string
          inbox_ids?: string[]
          label_ids?: string[]
          parts?: string[]
          since: string
          until: string
          workspace_id: string
        }
        Returns: Json
      }
      report_conversations: {
        Args: {
          after?: Json
          agent_ids?: string[]
          clock?: string
          from_seconds?: number
          hour?: number
          inbox_ids?: string[]
          label_ids?: string[]
          max?: number
          metric: string
          since: string
          to_seconds?: number
          until: string
          weekday?: number
          workspace_id: string
        }
        Returns: Json
      }
      report_distribution: {
        Args: {
          agent_ids?: string[]
          clock?: string
          inbox_ids?: string[]
          label_ids?: string[]
          metric: string
          since: string
          until: string
          workspace_id: string
        }
        Returns: Json
      }
      report_heatmap: {
        Args: {
          agent_ids?: string[]
          clock?: string
          inbox_ids?: string[]
          label_ids?: string[]
          since: string
          until: string
          workspace_id: string
        }
        Returns: Json
      }
      report_live: { Args: { inbox_ids?: string[]; workspace_id: string }; Returns: Json }
      report_overview: {
        Args: {
          agent_ids?: string[]
          clock?: string
          inbox_ids?: string[]
          label_ids?: string[]
          parts?: string[]
          since: string
          until: string
          workspace_id: string
        }
        Returns: Json
      }
      report_series: {
        Args: {
          agent_ids?: string[]
          clock?: string
          inbox_ids?: string[]
          label_ids?: string[]
          metric: string
          since: string
          until: string
          workspace_id: string
        }
        Returns: Json
      }
      report_summary: { Args: { days?: number; workspace_id: string }; Returns: Json }
      revoke_identity_secret: { Args: { id: string }; Returns: undefined }
      revoke_invitation: { Args: { invitation_id: string }; Returns: undefined }
      save_canned_response: {
        Args: { body: string; id?: string; shared?: boolean; shortcut: string; title: string; workspace_id: string }
        Returns: {
          agent_id: string | null
          body: string
          created_at: string
          id: string
          shortcut: string
          title: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'canned_responses'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      save_contact_note: { Args: { body: string; contact_id: string }; Returns: Json }
      save_draft: { Args: { based_on?: string; body: string; conversation_id: string; kind: string }; Returns: Json }
      save_label: {
        Args: { color: string; id?: string; name: string; workspace_id: string }
        Returns: {
          color: string
          created_at: string
          id: string
          name: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'labels'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      save_view: {
        Args: {
          filter?: Json
          id?: string
          name: string
          position?: number
          shared?: boolean
          sort?: string
          workspace_id: string
        }
        Returns: {
          agent_id: string | null
          created_at: string
          filter: NonNullable<Json>
          id: string
          name: string
          position: number
          sort: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'saved_views'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      search: { Args: { after?: Json; max?: number; query: string; workspace_id: string }; Returns: Json }
      search_conversations: {
        Args: { max?: number; query: string; status?: string; workspace_id: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }[]
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: false
          isSetofReturn: true
        }
      }
      send_message: {
        Args: { attachment_ids?: string[]; body: string; conversation_id: string; id: string; seen_seq?: number }
        Returns: Json
      }
      set_availability: {
        Args: { availability: Database['public']['Enums']['availability']; workspace_id: string }
        Returns: {
          availability: Database['public']['Enums']['availability']
          avatar_url: string | null
          created_at: string
          email: string
          last_seen_at: string | null
          name: string
          removed_at: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'agents'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      set_calendar: {
        Args: { exceptions?: Json; inbox_id: string; time_zone: string; week: Json }
        Returns: {
          agent_id: string | null
          exceptions: NonNullable<Json>
          id: string
          inbox_id: string
          open_week: unknown
          time_zone: string
          valid_from: string
          week: Json | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'calendars'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      set_contact: {
        Args: { attributes?: Json; contact_id: string; email?: string; name?: string }
        Returns: {
          agent_keys: string[]
          attributes: NonNullable<Json>
          blocked: boolean
          blocked_at: string | null
          created_at: string
          email: string | null
          epoch: number
          erased_at: string | null
          id: string
          inbox_id: string
          last_seen_at: string | null
          locale: string | null
          merged_into: string | null
          name: string | null
          page: Json | null
          verified: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'contacts'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      set_preferences: { Args: { preferences: Json; workspace_id: string }; Returns: Json }
      set_priority: {
        Args: { conversation_id: string; priority: number }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      set_time_zone: {
        Args: { time_zone: string; workspace_id: string }
        Returns: {
          created_at: string
          epoch: number
          id: string
          name: string
          time_zone: string
        }
        SetofOptions: {
          from: '*'
          to: 'workspaces'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      snooze_conversation: {
        Args: { conversation_id: string; until: string }
        Returns: {
          agent_read_seq: number
          agent_unread_count: number
          assignee_id: string | null
          changed_at: string
          closed_at: string | null
          contact_changed_at: string
          contact_id: string
          contact_read_seq: number
          contact_unread_count: number
          context: NonNullable<Json>
          created_at: string
          episode: number
          id: string
          inbox_id: string
          label_ids: string[]
          last_message_at: string
          last_message_author: Database['public']['Enums']['actor']
          last_message_preview: string | null
          last_seq: number
          priority: number
          rev: number
          snoozed_until: string | null
          status: string
          waiting_since: string | null
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'conversations'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      start_conversation: {
        Args: {
          attachment_ids?: string[]
          body: string
          context?: Json
          id: string
          inbox_key: string
          message_id: string
        }
        Returns: Json
      }
      timeline: {
        Args: { after_rev?: number; before_rev?: number; conversation_id: string; max?: number }
        Returns: Json[]
      }
      typing: { Args: { conversation_id: string }; Returns: Json }
      unmerge_contacts: {
        Args: { merge_id: string }
        Returns: {
          agent_keys: string[]
          attributes: NonNullable<Json>
          blocked: boolean
          blocked_at: string | null
          created_at: string
          email: string | null
          epoch: number
          erased_at: string | null
          id: string
          inbox_id: string
          last_seen_at: string | null
          locale: string | null
          merged_into: string | null
          name: string | null
          page: Json | null
          verified: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'contacts'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      update_agent: {
        Args: { changes: Json; user_id: string; workspace_id: string }
        Returns: {
          availability: Database['public']['Enums']['availability']
          avatar_url: string | null
          created_at: string
          email: string
          last_seen_at: string | null
          name: string
          removed_at: string | null
          role: Database['public']['Enums']['agent_role']
          user_id: string
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'agents'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      update_contact: { Args: { attributes?: Json; email?: string; inbox_key: string; name?: string }; Returns: Json }
      update_inbox: {
        Args: { changes: Json; inbox_id: string }
        Returns: {
          allowed_origins: string[]
          ask_rating: boolean
          assignment: string
          attachment_max_bytes: number
          attachment_types: string[]
          auto_close_days: number | null
          created_at: string
          email: string | null
          form: NonNullable<Json>
          id: string
          identity_realm_id: string | null
          key: string
          locale: Database['public']['Enums']['locale']
          name: string
          reassign_when_away: boolean
          retention_days: number | null
          texts: NonNullable<Json>
          theme: NonNullable<Json>
          verified_only: boolean
          workspace_id: string
        }
        SetofOptions: {
          from: '*'
          to: 'inboxes'
          isOneToOne: true
          isSetofReturn: false
        }
      }
      view_counts: { Args: { workspace_id: string }; Returns: Json }
    }
    Enums: {
      actor: 'contact' | 'agent' | 'system'
      agent_role: 'owner' | 'admin' | 'agent'
      availability: 'online' | 'away'
      conversation_event_kind:
        | 'opened'
        | 'reopened'
        | 'closed'
        | 'assigned'
        | 'unassigned'
        | 'snoozed'
        | 'woken'
        | 'labelled'
        | 'unlabelled'
        | 'priority_changed'
        | 'moved'
        | 'merged'
        | 'unmerged'
        | 'rated'
        | 'blocked'
        | 'unblocked'
        | 'identified'
        | 'message_deleted'
        | 'note_deleted'
      locale: 'fr' | 'en'
      message_kind: 'text' | 'greeting'
      turn_outcome: 'waiting' | 'replied' | 'closed_by_agent' | 'closed_by_contact'
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    keyof (DefaultSchema['Tables'] & DefaultSchema['Views']) | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {
      actor: ['contact', 'agent', 'system'],
      agent_role: ['owner', 'admin', 'agent'],
      availability: ['online', 'away'],
      conversation_event_kind: [
        'opened',
        'reopened',
        'closed',
        'assigned',
        'unassigned',
        'snoozed',
        'woken',
        'labelled',
        'unlabelled',
        'priority_changed',
        'moved',
        'merged',
        'unmerged',
        'rated',
        'blocked',
        'unblocked',
        'identified',
        'message_deleted',
        'note_deleted',
      ],
      locale: ['fr', 'en'],
      message_kind: ['text', 'greeting'],
      turn_outcome: ['waiting', 'replied', 'closed_by_agent', 'closed_by_contact'],
    },
  },
} as const
