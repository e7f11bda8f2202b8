/**
 * What an agent sends to NetWatch Cloud, as JSON with names in snake_case: the wire format of netwatch-sdk, and in optional fields what
 * this agent knows beyond it. An unknown field is ignored on both sides.
 */
package io.netwatch.api.snapshot;
