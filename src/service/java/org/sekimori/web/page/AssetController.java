package org.sekimori.web.page;

import jakarta.servlet.http.HttpServletResponse;
import org.sekimori.api.request.ApiProblems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the assets of the pages. */
@RestController
final class AssetController {

    private final PageAssets assets;

    AssetController(PageAssets assets) {
        this.assets = assets;
    }

    @GetMapping(PageAssets.ROOT + "{hash}/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String hash, @PathVariable String name, HttpServletResponse response) {
        PageAssets.Asset asset = assets.find(hash, name);
        if (asset == null) {
            throw ApiProblems.missing("asset", "there is none of this name and version");
        }
        // Not a header of the answer below, which would stand beside the one that every answer has.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asset.type()))
                .body(asset.content());
    }
}
