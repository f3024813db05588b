package org.sekimori.web.search;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The search for decisions. */
@Configuration(proxyBeanMethods = false)
@Import(DecisionLookup.class)
public class SearchPageConfiguration {}
