/**
 * From the fleet's plan to the Kubernetes objects that make it so: one class for each, each a pure function.
 *
 * <p>Third of the stages; of the project it imports {@code config} and {@code plan} only.
 */
package io.netwatch.operator.resource;
