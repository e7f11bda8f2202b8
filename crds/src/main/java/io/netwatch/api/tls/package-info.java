/** By what agent and operator know each other: a name in a certificate of their own authority. Needs the JDK alone. */
package io.netwatch.api.tls;
