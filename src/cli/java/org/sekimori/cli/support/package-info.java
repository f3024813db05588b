/** Shared parts of sub-commands: options, the running service, the API client, tables. */
@NullMarked
package org.sekimori.cli.support;

import org.jspecify.annotations.NullMarked;
