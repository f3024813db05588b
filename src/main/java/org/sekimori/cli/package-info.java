/**
 * The command line, and the wiring that turns the rooms into one running service. May enter every room; nobody enters it.
 */
@NullMarked
package org.sekimori.cli;

import org.jspecify.annotations.NullMarked;
