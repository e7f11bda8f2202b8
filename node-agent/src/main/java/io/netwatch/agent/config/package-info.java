/**
 * What a person asked of the agent, checked once at the border; every later stage takes these values as valid.
 *
 * <p>The first package: imports nothing of the agent.
 */
package io.netwatch.agent.config;
