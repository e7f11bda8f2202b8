package io.netwatch.operator.apiserver;

/** Who writes, to what part of an object, and how. */
record Intent(Manager manager, String subresource, boolean force, boolean dryRun) {}
