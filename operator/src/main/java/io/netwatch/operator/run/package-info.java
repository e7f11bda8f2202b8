/**
 * Where the process starts: flags and files, then the operator, then what looks at it. Last of the stages; the only one with
 * CDI scopes.
 */
package io.netwatch.operator.run;
