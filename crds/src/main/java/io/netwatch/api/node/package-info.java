/** What an agent tells the operator about its node: a report while it runs, an exit code when it can't. */
package io.netwatch.api.node;
