/** What agent and operator keep of the objects that they watch. */
package io.netwatch.api.watch;
