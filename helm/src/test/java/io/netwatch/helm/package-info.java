/**
 * The chart as a real Helm engine takes it: linted, rendered, refused, packaged, and on request installed.
 *
 * <p>{@link io.netwatch.helm.KubernetesSchema} is for other modules' tests too. Imports nothing of the project.
 */
package io.netwatch.helm;
