/**
 * What the operator is told by whoever installed it: a file and a few names. First of the stages; imports none of the others.
 */
package io.netwatch.operator.config;
