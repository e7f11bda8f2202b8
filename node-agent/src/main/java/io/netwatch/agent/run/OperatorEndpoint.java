package io.netwatch.agent.run;

import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.view.TlsFiles;
import java.nio.file.Path;

/** Where the operator is served, and with what: the folder, and what it held at the start. */
record OperatorEndpoint(ListenAddress listen, Path folder, TlsFiles files) {}
