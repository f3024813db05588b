/** Building blocks of reports: HTML, plots, tables, number formats. */
@NullMarked
package org.sekimori.lab.report;

import org.jspecify.annotations.NullMarked;
