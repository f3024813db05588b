/** Shared parts of controllers: arguments, commands, problems. */
@NullMarked
package org.sekimori.api.request;

import org.jspecify.annotations.NullMarked;
