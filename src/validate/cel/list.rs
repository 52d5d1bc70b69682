//! Lists whose order says nothing: of `x-kubernetes-list-type` `set` and `map`.
//!
//! Two of them are equal when the same items are in both. Source: `unstructuredSetList` and `unstructuredMapList` in
//! `k8s.io/apiserver/pkg/cel/common/values.go`.

use std::sync::Arc;

use cel::ExecutionError;
use cel::common::traits::Adder;
use cel::common::traits::Container;
use cel::common::traits::Indexer;
use cel::common::traits::Iterable;
use cel::common::traits::Sizer;
use cel::common::types::CelList;
use cel::common::types::CelString;
use cel::common::types::Type;
use cel::common::value::CowVal;
use cel::common::value::Val;

use crate::schema::Schema;
use crate::validate::cel::value;

/// A list that is compared without regard to order.
#[derive(Debug, Clone)]
pub(super) struct Unordered<'v> {
    list: CelList<'v>,
    /// The fields that tell items apart; none when the whole item does.
    keys: Arc<[Box<str>]>,
}

impl<'v> Unordered<'v> {
    /// The list as its schema wants it compared.
    pub(super) fn wrap(list: CelList<'v>, schema: &Schema) -> Box<dyn Val + 'v> {
        match schema.list_type.as_deref() {
            Some("set") => Box::new(Self { list, keys: Arc::new([]) }),
            Some("map") => Box::new(Self { list, keys: schema.list_map_keys.as_slice().into() }),
            _ => Box::new(list),
        }
    }

    /// Whether two items have the same key.
    fn alike(&self, one: &dyn Val, other: &dyn Val) -> bool {
        if self.keys.is_empty() {
            return one.equals(other);
        }
        self.keys.iter().all(|key| {
            let key = CelString::from(value::escape(key).unwrap_or_default());
            let one = one.as_indexer().and_then(|fields| fields.get(&key).ok());
            let other = other.as_indexer().and_then(|fields| fields.get(&key).ok());
            match (one, other) {
                (Some(one), Some(other)) => one.equals(&*other),
                (one, other) => one.is_none() && other.is_none(),
            }
        })
    }
}

/// A union: items of the other list take the place of those with the same key, and the rest go to the end.
impl Adder for Unordered<'_> {
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let no_overload = || ExecutionError::no_such_overload("_+_", vec!["list".to_owned()]);
        let mut items: Vec<Box<dyn Val + 'v>> = self.list.inner().iter().map(|item| item.clone_as_boxed()).collect();
        let mut added = other.as_iterable().ok_or_else(no_overload)?.iter();
        while let Some(item) = added.next() {
            let item = item.clone_as_boxed();
            match items.iter().position(|own| self.alike(&**own, &*item)) {
                Some(at) => items[at] = item,
                None => items.push(item),
            }
        }
        Ok(CowVal::owned(Unordered { list: CelList::from(items), keys: Arc::clone(&self.keys) }))
    }
}

impl Val for Unordered<'_> {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        <CelList<'static> as Val>::cel_type()
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_container(&self) -> Option<&dyn Container> {
        self.list.as_container()
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        self.list.as_indexer()
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        self.list.as_iterable()
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        self.list.as_sizer()
    }

    fn equals(&self, other: &dyn Val) -> bool {
        let Some(other) = other.as_iterable() else { return false };
        let (mut found, mut count) = (other.iter(), 0);
        while let Some(item) = found.next() {
            if !self.list.inner().iter().any(|own| own.equals(item)) {
                return false;
            }
            count += 1;
        }
        count == self.list.inner().len()
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
}
