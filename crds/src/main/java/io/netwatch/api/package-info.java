/**
 * The API types of NetWatch, shared by agent and operator: the source of truth from which the CRD YAML is made.
 *
 * <p>Records only, and what reads and checks them. Imports nothing else of the project.
 */
package io.netwatch.api;
