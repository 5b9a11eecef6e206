//! Time budgets of trees and their steps.

use app::backend::budgets::Budgets;
use app::backend::views::{SetBudget, TreeBudgets, TreeName};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::budget::Budget;
use resolutionflow::text::normalise;
use resolutionflow::tree::{NodeId, Tree};
use serde_json::{Value, json};
use tracing::instrument;

use super::authority::{Authority, Manager};
use super::failure::{Failure, answer};
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::audit::Entry;
use crate::store::trees::Shelved;
use crate::store::{Tx, audit, budgets, end_read, hours, trees};

#[async_trait]
impl Budgets for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn tree_budgets(&self, key: &str) -> Result<TreeBudgets, AppError> {
        let read = async |published: Trees| {
            let (mut tx, manager) = self.manager().await?;
            let shelved = find(&mut tx, &manager, key).await?;
            let latest = published.get(&mut tx, manager.account(), shelved.latest()).await?;
            let set = budgets::of_tree(&mut tx, manager.account(), shelved.id).await?;
            let hours_are_entered = hours::read(&mut tx, manager.account()).await?.are_entered();
            end_read(tx);
            let name = TreeName { key: shelved.card.key, name: shelved.card.name };
            Ok(TreeBudgets::of(name, Tree::clone(&latest), set, hours_are_entered))
        };
        answer(self.service.with_trees(read)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn set_budget(&self, key: &str, step: Option<NodeId>, budget: Budget) -> Result<(), AppError> {
        let set = async |published: Trees| {
            let (mut tx, manager) = self.manager().await?;
            let shelved = find(&mut tx, &manager, key).await?;
            let latest = published.get(&mut tx, manager.account(), shelved.latest()).await?;
            trees::lock_by_id(&mut tx, manager.account(), shelved.id).await?;
            let before = budgets::of_tree(&mut tx, manager.account(), shelved.id).await?;
            let old = before.iter().find(|set| set.node == step);
            let title = match (&step, old) {
                (None, _) => String::new(),
                // A budget of a step that is gone can be changed, too.
                (Some(id), old) => match (latest.node(id), old) {
                    (Some(node), _) => node.title.clone(),
                    (None, Some(old)) => old.title.clone(),
                    (None, None) => return Err(AppError::invalid("step", Fault::Unknown).into()),
                },
            };
            if old.is_none() && before.len() as u64 >= TreeBudgets::MOST {
                return Err(AppError::invalid("step", Fault::TooMany { most: TreeBudgets::MOST }).into());
            }
            if old.is_none_or(|old| old.budget != budget) {
                let new = SetBudget { node: step.clone(), title, budget };
                budgets::set(&mut tx, manager.account(), shelved.id, &new).await?;
                self.tell(&mut tx, &manager, AuditAction::SetBudget, &shelved, old.map(told), Some(told(&new))).await?;
            }
            Ok(tx.commit().await?)
        };
        answer(self.service.with_trees(set)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn remove_budget(&self, key: &str, step: Option<NodeId>) -> Result<(), AppError> {
        answer(async {
            let (mut tx, manager) = self.manager().await?;
            let shelved = find(&mut tx, &manager, key).await?;
            trees::lock_by_id(&mut tx, manager.account(), shelved.id).await?;
            let before = budgets::of_tree(&mut tx, manager.account(), shelved.id).await?;
            if let Some(old) = before.iter().find(|set| set.node == step) {
                budgets::remove(&mut tx, manager.account(), shelved.id, step.as_ref()).await?;
                self.tell(&mut tx, &manager, AuditAction::RemoveBudget, &shelved, Some(told(old)), None).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

impl Request {
    async fn tell(
        &self,
        tx: &mut Tx,
        manager: &Manager,
        action: AuditAction,
        tree: &Shelved,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), sqlx::Error> {
        let entry = Entry { by: manager.by(), action, subject: tree.id.0, before, after };
        audit::insert(tx, manager.account(), self.service.now(), &entry).await
    }
}

async fn find(tx: &mut Tx, manager: &Manager, key: &str) -> Result<Shelved, Failure> {
    Ok(trees::find(tx, manager.account(), &normalise(key)).await?.ok_or(AppError::NotFound)?)
}

/// A budget as the audit trail has it.
fn told(set: &SetBudget) -> Value {
    let target = set.budget.target.percent();
    match set.node {
        Some(_) => json!({"step": set.title, "budget": set.budget.to_string(), "target": target}),
        None => json!({"budget": set.budget.to_string(), "target": target}),
    }
}
