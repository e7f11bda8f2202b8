package io.netwatch.operator.apiserver;

/**
 * Who writes, to what part of an object, and how.
 *
 * @param strict whether fields that the schema doesn't know are refused, not dropped
 */
record Intent(FieldOwner owner, String subresource, boolean force, boolean dryRun, boolean strict) {}
