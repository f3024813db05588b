/** {@code dashboards}. */
@NullMarked
package org.sekimori.cli.dashboards;

import org.jspecify.annotations.NullMarked;
