/**
 * What an agent sends to NetWatch Cloud, as JSON with names in snake_case: the wire format of netwatch-sdk, and in optional fields what
 * this agent knows beyond it. An unknown field is ignored on both sides.
 *
 * <p>{@link io.netwatch.api.snapshot.SnapshotJson} alone writes and reads them; {@code ingest.schema.json} beside it says what the server
 * takes. A record holds nothing that would be rejected: where null isn't allowed its constructor refuses it, and a number that isn't
 * finite, or is below 0 where the server counts, becomes null, or 0 where null isn't allowed: it must not cost the whole snapshot.
 */
package io.netwatch.api.snapshot;
