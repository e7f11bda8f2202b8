/**
 * The kernel side as the agent gets it: one compiled BPF object, shipped as a resource of this module.
 *
 * <p>Imports nothing else of the project.
 */
package io.netwatch.bpf;
