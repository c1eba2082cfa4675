/**
 * Days after which the parts of an upload that was never completed are deleted. Supabase's upload URLs live for an hour, and Storage
 * itself never deletes what nobody completed.
 */
export const SUPABASE_ABORT_UPLOADS_AFTER_DAYS = 2;
