/**
 * The identity stream: one trimmed view of the whole cluster, who holds which address, told to every agent as lines of JSON.
 *
 * <p>What is watched comes in as Kubernetes objects, is cut down to lines ({@code PodLines} and its neighbours) and kept in
 * {@code IdentityLog} as encoded bytes; {@code IdentityFeed} compresses each batch of changes once and gives the same bytes to
 * all readers. Beside the stages: imports no other package of the operator.
 */
package io.netwatch.operator.identity;
