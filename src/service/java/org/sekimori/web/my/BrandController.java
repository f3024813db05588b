package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.my.ProviderBrand.BrandFile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the provider's colour and logo, from this server like everything else on a page. */
@RestController
class BrandController {

    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final ProviderBrand brand;

    BrandController(ProviderBrand brand) {
        this.brand = brand;
    }

    @GetMapping("/my/brand/{hash}.css")
    ResponseEntity<byte[]> style(@PathVariable String hash, HttpServletResponse response) {
        return answer(brand.style(), hash, response);
    }

    @GetMapping("/my/logo/{hash}")
    ResponseEntity<byte[]> logo(@PathVariable String hash, HttpServletResponse response) {
        return answer(brand.logo(), hash, response);
    }

    private static ResponseEntity<byte[]> answer(@Nullable BrandFile file, String hash, HttpServletResponse response) {
        if (file == null || !file.hash().equals(hash)) {
            throw ApiProblems.missing("file", "there is none of this version");
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, FOREVER);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.type()))
                .body(file.content());
    }
}
