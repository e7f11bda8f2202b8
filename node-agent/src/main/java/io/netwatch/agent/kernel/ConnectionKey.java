package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;

/** What a connection is known by from poll to poll; {@code netns} is the inode of its network namespace. */
record ConnectionKey(long netns, Endpoint local, Endpoint peer) {}
