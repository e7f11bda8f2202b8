/** Tests of the testbed, and of the whole system on it. */
package io.netwatch.e2e;
