//! Names of images, taken apart.

/// An image as a container names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image<'a> {
    /// Registry and repository, as they are written.
    pub name: &'a str,
    /// The tag, if one is written.
    pub tag: Option<&'a str>,
    /// The digest, if one is written.
    pub digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    /// Takes a name apart; `None` for what a program has yet to complete.
    pub fn of(text: &'a str) -> Option<Self> {
        if text.is_empty() || text.contains(['$', '{', '<', ' ']) {
            return None;
        }
        let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
        let (name, tag) = match rest.rsplit_once(':') {
            // What follows the colon of a port is a path.
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (rest, None),
        };
        Some(Self { name, tag, digest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_of_a_registry_is_no_tag() {
        let image = |name, tag, digest| Some(Image { name, tag, digest });
        assert_eq!(Image::of("registry:5000/shop/cart"), image("registry:5000/shop/cart", None, None));
        assert_eq!(Image::of("shop/cart:1.4"), image("shop/cart", Some("1.4"), None));
        assert_eq!(Image::of("cart:1@sha256:ab"), image("cart", Some("1"), Some("sha256:ab")));
        assert_eq!(Image::of("cart:$(TAG)"), None);
    }
}
