/** What tests run on: real network namespaces, cgroups and processes of their own, and a live source of events. */
package io.netwatch.agent.testbed;
