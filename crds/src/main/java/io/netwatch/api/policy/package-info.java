/**
 * What people ask of NetWatch ({@link io.netwatch.api.policy.NetWatchPolicy},
 * {@link io.netwatch.api.policy.ClusterNetWatchPolicy}) and what it answers in their status.
 *
 * <p>These records are the source of the CRDs in {@code crds/yaml}; their descriptions are what {@code kubectl explain}
 * shows. Defaults stand twice, in {@code @Default} for the API server and in the constructors for everybody else; a test
 * holds them together. Imports nothing else of the project.
 */
package io.netwatch.api.policy;
