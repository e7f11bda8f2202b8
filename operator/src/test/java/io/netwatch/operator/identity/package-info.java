/** Tests of the identity stream, over the real socket where there is one. */
package io.netwatch.operator.identity;
