/**
 * What a person or a program on this machine sees: a table for the terminal, JSON lines, REST, server-sent events,
 * metrics and health. Reads connections from {@code track} through interfaces of its own and changes nothing; has no
 * thread and no CDI scope.
 */
package io.netwatch.agent.view;
