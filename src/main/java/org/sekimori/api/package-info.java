/**
 * The window for programs: HTTP with API keys. Spring MVC is used here and in the console only.
 */
@NullMarked
package org.sekimori.api;

import org.jspecify.annotations.NullMarked;
