package org.sekimori.web.origin;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages of what mail comes from. */
@Configuration(proxyBeanMethods = false)
@Import(OriginPageController.class)
public class OriginPageConfiguration {}
