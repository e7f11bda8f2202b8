/**
 * NetWatch itself on the testbed, as its chart installs it in a cluster: the CRDs, the operator as a pod, and the agent that the
 * operator's DaemonSet makes.
 */
package io.netwatch.e2e.system;
