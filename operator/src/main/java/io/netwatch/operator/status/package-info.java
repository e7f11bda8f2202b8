/**
 * From plans and what agents are doing to the status of a policy: pure functions, at this one place.
 *
 * <p>Fourth of the stages; of the project it imports {@code config}, {@code plan} and the API types only.
 */
package io.netwatch.operator.status;
