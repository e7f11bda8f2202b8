/**
 * The last stage: wires all others into a running agent. Command line, threads, CDI scopes and the start and end of
 * everything live here, and here only.
 */
package io.netwatch.agent.run;
