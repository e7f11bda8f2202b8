/**
 * The API types of NetWatch, shared by agent and operator: the source of truth from which the CRD YAML is made.
 *
 * <p>Records, what reads and checks them, and the little that both do alike. Imports nothing else of the project.
 */
package io.netwatch.api;
